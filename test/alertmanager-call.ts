/** What Alertmanager 0.27 posted to a webhook for one firing alert, with the parts that a test changes. */
export function alertmanagerCall(over: {
  readonly key?: string
  readonly status?: 'firing' | 'resolved'
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly startsAt?: readonly string[]
}): string {
  const {
    key = '{}:{alertname="MatchingEngineDown"}',
    status = 'firing',
    labels = { halt_type: 'system-failure' },
    annotations = { summary: 'Matching engine me-3 does not answer' },
    startsAt = ['2026-11-24T13:10:00.123456789Z'],
  } = over
  const common = { alertname: 'MatchingEngineDown', instance: 'me-3', severity: 'critical', ...labels }
  const alerts = startsAt.map((start) => ({
    status,
    labels: common,
    annotations,
    startsAt: start,
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
    fingerprint: '8a5f1c3f9e4b2d60',
  }))
  const document = {
    receiver: 'halt',
    status,
    alerts,
    groupLabels: { alertname: 'MatchingEngineDown' },
    commonLabels: common,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager:9093',
    version: '4',
    groupKey: key,
    truncatedAlerts: 0,
  }
  return `${JSON.stringify(document)}\n`
}
