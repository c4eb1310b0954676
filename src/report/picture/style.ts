/**
 * Colours of Okabe and Ito (https://jfly.uni-koeln.de/color/), which colour-blind people can tell apart; shapes and
 * patterns say the same once more. Light and dark, and dark ink on a light ground in print.
 */
export const STYLE = `
.halt-picture{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--sky:#56b4e9;--green:#009e73;--orange:#e69f00;--red:#d55e00;--purple:#a8488a;--grey:#8c959f;--warn:#9a3412;--narrow:#f1f3f5;font-family:system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif}
@media (prefers-color-scheme:dark){.halt-picture{--ink:#e6edf3;--faint:#9da7b3;--grid:#30363d;--ground:#0d1117;--blue:#4aa8e0;--green:#2fc79a;--red:#f0803c;--purple:#d98cc0;--narrow:#1c232b;--warn:#ffb68a}}
@media print{.halt-picture{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--green:#009e73;--red:#d55e00;--purple:#a8488a;--narrow:#f1f3f5;--warn:#9a3412}}
.halt-picture .ground{fill:var(--ground)}
.halt-picture text{font-size:12px;fill:var(--ink)}
.halt-picture .faint,.halt-picture .time{fill:var(--faint);font-size:11px}
.halt-picture .mark{fill:var(--warn);font-size:13px;font-weight:700}
.halt-picture .inside{fill:#111;font-size:11px;font-weight:600}
.halt-picture .narrow{fill:var(--narrow)}
.halt-picture .grid{stroke:var(--grid);fill:none}
.halt-picture .line{stroke:var(--grid);fill:none}
.halt-picture .phase-undeclared{fill:#c3c8ce}
.halt-picture .phase-scheduled{fill:var(--grey)}
.halt-picture .phase-initial-response{fill:#e58a4b}
.halt-picture .phase-during-halt{fill:#e69f00}
.halt-picture .phase-after-resumption{fill:#56b4e9}
.halt-picture .scope-stopped{fill:var(--blue)}
.halt-picture .scope-cancel-only,.halt-picture .scope-post-only,.halt-picture .scope-limited{stroke:var(--blue);stroke-width:1}
.halt-picture .scope-cancel-only{fill:url(#halt-slanted)}
.halt-picture .scope-post-only{fill:url(#halt-crossed)}
.halt-picture .scope-limited{fill:url(#halt-dotted)}
.halt-picture .scope-open{stroke:var(--green);stroke-width:2;fill:none}
.halt-picture .pattern{stroke:var(--blue);stroke-width:2;fill:var(--blue)}
.halt-picture .thin{stroke-width:1}
.halt-picture .bare{stroke-width:0}
.halt-picture .step-done{fill:var(--green)}
.halt-picture .step-in-progress{fill:var(--ground);stroke:var(--green);stroke-width:1.5}
.halt-picture .step-declined{fill:var(--ground);stroke:var(--faint);stroke-width:1.5}
.halt-picture .step-skipped{stroke:var(--red);stroke-width:2.5;fill:none}
.halt-picture .sent{fill:var(--purple)}
.halt-picture .unknown{fill:var(--ground);stroke:var(--purple);stroke-width:2}
.halt-picture .failed{stroke:var(--red);stroke-width:2.5;fill:none}
.halt-picture .kept{stroke:var(--green);stroke-width:2;fill:none}
.halt-picture .missed{stroke:var(--red);stroke-width:2;stroke-dasharray:2 2;fill:none}
.halt-picture .call-tried{fill:var(--ground);stroke:var(--blue);stroke-width:1.5}
.halt-picture .call-reached{fill:var(--blue)}
.halt-picture .call-raised{fill:var(--red)}
`.trim()

export const PATTERNS = [
  '<pattern id="halt-slanted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="pattern" d="M0 0v6"/></pattern>',
  '<pattern id="halt-crossed" width="6" height="6" patternUnits="userSpaceOnUse"><path class="pattern thin" d="M0 3h6M3 0v6"/></pattern>',
  '<pattern id="halt-dotted" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="pattern bare" cx="2.5" cy="2.5" r=".8"/></pattern>',
].join('')
