/** The version of what `SETUP` makes. */
export const SCHEMA_VERSION = 3

/** What has the hash of a line is that line: its hash is the SHA-256 of all before its last 75 bytes, which name it. */
const LINE_HAS_HASH = `substring(line from octet_length(line) - 74) = (',"hash":"' || hash || '"}')::bytea
      and hash = encode(sha256(substring(line for greatest(octet_length(line) - 75, 0))), 'hex')`

/**
 * What a relay needs in its database: a schema `halt` whose lines, blobs and claims can be added and read, and not changed.
 * Roles: `halt_operator` adds and reads, `halt_auditor` reads. Can be run again, also on what an earlier version made.
 */
export const SETUP = `-- What halt needs to share incidents among machines (version ${SCHEMA_VERSION}).
-- Whoever owns the database could put functions of their own before the system's.
set search_path = pg_catalog;
create schema if not exists halt;

create table if not exists halt.relay (version integer not null);
-- Tells this relay from any other, also from one that is made in its place. A backup has that of its relay.
alter table halt.relay add column if not exists id text not null default gen_random_uuid();
insert into halt.relay select ${SCHEMA_VERSION} where not exists (select from halt.relay);

-- Lines of logs, as bytes. The hash is in the key, so that no line can be kept out by another.
create table if not exists halt.lines (
  incident text not null check (octet_length(incident) between 1 and 64),
  writer text not null check (writer ~ '^[a-z0-9]{8}$'),
  seq bigint not null check (seq between 1 and 9007199254740991),
  hash text collate "C" not null check (hash ~ '^[0-9a-f]{64}$'),
  line bytea not null check (octet_length(line) < 1048576),
  received_at timestamptz not null default now(),
  primary key (incident, writer, seq, hash)
);

-- Version 1 took anything for a line with some hash, in the place of the line that has it.
do $$ begin
  if not exists (select from pg_constraint where conname = 'line_has_hash' and conrelid = 'halt.lines'::regclass::oid) then
    delete from halt.lines where not (${LINE_HAS_HASH});
    alter table halt.lines add constraint line_has_hash check (${LINE_HAS_HASH});
  end if;
end $$;

-- Runbooks and settings, by the SHA-256 of their bytes.
create table if not exists halt.blobs (
  digest text primary key check (digest = encode(sha256(bytes), 'hex')),
  bytes bytea not null check (octet_length(bytes) < 1048576)
);

-- Evidence, in parts, by the digest that the log has. Each role adds to its own uploads.
create table if not exists halt.evidence (
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  upload text not null check (upload ~ '^[0-9a-f]{16}$'),
  owner name not null default session_user,
  part integer not null check (part between 0 and 2048),
  bytes bytea not null check (octet_length(bytes) between 1 and 262144),
  received_at timestamptz not null default now(),
  primary key (digest, upload, owner, part)
);

-- Whose turn it is to send the next notice by a channel. A turn is given back by a second row, of whoever took it.
create table if not exists halt.claims (
  incident text not null check (octet_length(incident) between 1 and 64),
  channel text not null check (octet_length(channel) between 1 and 64),
  n bigint not null check (n > 0),
  given_back boolean not null default false,
  machine text not null check (octet_length(machine) between 1 and 64),
  name text not null check (char_length(name) between 1 and 80),
  owner name not null default session_user,
  claimed_at timestamptz not null default now(),
  primary key (incident, channel, n, given_back)
);
-- The writer that is to record what is sent: an unknown one ends no turn but its own.
alter table halt.claims add column if not exists writer text check (writer ~ '^[a-z0-9]{8}$');
create or replace function halt.check_claim() returns trigger language plpgsql set search_path = pg_catalog as $$ begin
  if new.given_back then
    if not exists (select from halt.claims as taken where taken.incident = new.incident and taken.channel = new.channel
        and taken.n = new.n and not taken.given_back and taken.machine = new.machine and taken.owner = new.owner) then
      raise exception 'only whoever took a turn gives it back' using errcode = 'check_violation';
    end if;
  elsif new.n <> 1 + coalesce((select max(n) from halt.claims
      where incident = new.incident and channel = new.channel and not given_back and n < new.n), 0) then
    raise exception 'claims have consecutive numbers' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create or replace trigger consecutive before insert on halt.claims for each row execute function halt.check_claim();
drop function if exists halt.claims_are_consecutive();
-- Version 1 let everybody give back what others had taken, or what nobody had.
delete from halt.claims as given where given_back and not exists (select from halt.claims as taken
  where taken.incident = given.incident and taken.channel = given.channel and taken.n = given.n
    and not taken.given_back and taken.machine = given.machine and taken.owner = given.owner);

-- Which machines share incidents. Believed by nobody.
create table if not exists halt.machines (
  machine text not null check (octet_length(machine) between 1 and 64),
  owner name not null default session_user,
  name text not null check (char_length(name) between 1 and 80),
  heard_at timestamptz not null default now(),
  primary key (machine, owner)
);
-- Who says so: the key of the machine's writer signs its name and the time.
alter table halt.machines add column if not exists said_at bigint;
alter table halt.machines add column if not exists key text check (octet_length(key) <= 64);
alter table halt.machines add column if not exists sig text check (octet_length(sig) <= 96);
create index if not exists machines_by_time on halt.machines (heard_at desc);

-- What machines say of incidents. Believed by nobody.
create table if not exists halt.hints (
  incident text not null check (octet_length(incident) between 1 and 64),
  machine text not null check (octet_length(machine) between 1 and 64),
  owner name not null default session_user,
  id text not null check (octet_length(id) between 1 and 200),
  is_open boolean not null,
  heard_at timestamptz not null default now(),
  primary key (incident, machine, owner)
);
create index if not exists hints_by_time on halt.hints (heard_at desc);
create index if not exists hints_by_id on halt.hints (id);
alter table halt.hints enable row level security;
alter table halt.machines enable row level security;
do $$ begin
  if not exists (select from pg_policies where schemaname = 'halt' and policyname = 'read_all') then
    create policy read_all on halt.hints for select using (true);
    create policy add_own on halt.hints for insert with check (owner = session_user);
    create policy change_own on halt.hints for update using (owner = session_user) with check (owner = session_user);
    create policy read_all on halt.machines for select using (true);
    create policy add_own on halt.machines for insert with check (owner = session_user);
    create policy change_own on halt.machines for update using (owner = session_user) with check (owner = session_user);
  end if;
  if not exists (select from pg_roles where rolname = 'halt_operator') then create role halt_operator nologin; end if;
  if not exists (select from pg_roles where rolname = 'halt_auditor') then create role halt_auditor nologin; end if;
end $$;

revoke all on schema halt from public;
grant usage on schema halt to halt_operator, halt_auditor;
grant select on halt.relay, halt.lines, halt.blobs, halt.evidence, halt.claims, halt.hints, halt.machines
  to halt_operator, halt_auditor;
grant insert (incident, writer, seq, hash, line) on halt.lines to halt_operator;
grant insert (digest, bytes) on halt.blobs to halt_operator;
grant insert (digest, upload, part, bytes) on halt.evidence to halt_operator;
grant insert (incident, channel, n, given_back, machine, name, writer) on halt.claims to halt_operator;
grant insert (machine, name, heard_at, said_at, key, sig), update (name, heard_at, said_at, key, sig) on halt.machines
  to halt_operator;
grant insert (incident, machine, id, is_open, heard_at), update (id, is_open, heard_at) on halt.hints to halt_operator;

update halt.relay set version = ${SCHEMA_VERSION} where version < ${SCHEMA_VERSION};

-- Then, for each person or machine: grant halt_operator to NAME;
`
