/** The colours of Okabe and Ito (https://jfly.uni-koeln.de/color/) for the colour-blind; shapes and patterns say as much. */
export const PICTURE_STYLE = `
.halt-picture{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--green:#00795a;--red:#b64a00;--purple:#a8488a;--warn:#9a3412;--quiet:#f1f3f5;font-family:system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif}
@media (prefers-color-scheme:dark){.halt-picture{--ink:#e6edf3;--faint:#9da7b3;--grid:#30363d;--ground:#0d1117;--blue:#4aa8e0;--green:#2fc79a;--red:#f0803c;--purple:#d98cc0;--warn:#ffb68a;--quiet:#1c232b}}
@media print{.halt-picture{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--green:#00795a;--red:#b64a00;--purple:#a8488a;--warn:#9a3412;--quiet:#f1f3f5}}
.halt-picture:root{background:var(--ground)}
.halt-picture .ground{fill:var(--ground)}
.halt-picture text{font-size:12px;fill:var(--ink)}
.halt-picture .title{font-size:15px;font-weight:700}
.halt-picture .faint,.halt-picture .time{fill:var(--faint);font-size:11px}
.halt-picture .length{fill:var(--faint);font-size:10px}
.halt-picture .beside{font-size:11px}
.halt-picture .alert{fill:var(--warn);font-size:11px;font-weight:600}
.halt-picture .mark{fill:var(--warn);font-size:13px;font-weight:700}
.halt-picture .inside{fill:#111;font-size:11px;font-weight:600}
.halt-picture .quiet{fill:var(--quiet)}
.halt-picture .quiet-edge{stroke:var(--faint);stroke-dasharray:2 3}
.halt-picture .zigzag{stroke:var(--faint);fill:none}
.halt-picture .grid{stroke:var(--grid);fill:none}
.halt-picture .line{stroke:var(--grid);fill:none}
.halt-picture .phase{stroke:var(--faint);stroke-width:1}
.halt-picture .phase-undeclared{fill:#c3c8ce}
.halt-picture .phase-scheduled{fill:#a9b1ba}
.halt-picture .phase-initial-response{fill:#e58a4b}
.halt-picture .phase-during-halt{fill:#e69f00}
.halt-picture .phase-after-resumption{fill:#56b4e9}
.halt-picture .over-undeclared{fill:url(#halt-phase-upright)}
.halt-picture .over-scheduled{fill:url(#halt-phase-dotted)}
.halt-picture .over-initial-response{fill:url(#halt-phase-slanted)}
.halt-picture .over-during-halt{fill:none}
.halt-picture .over-after-resumption{fill:url(#halt-phase-level)}
.halt-picture .phase-line{stroke:#111;stroke-opacity:.22;fill:#111;fill-opacity:.22}
.halt-picture .tick{stroke:var(--faint);fill:none}
.halt-picture .phase-partial{fill:url(#halt-partial)}
.halt-picture .partial-line{stroke:#111;stroke-width:1.5}
.halt-picture .planned{fill:none;stroke:var(--ink);stroke-dasharray:4 2}
.halt-picture .overrun{fill:url(#halt-overrun);stroke:var(--red)}
.halt-picture .overrun-line{stroke:var(--red);stroke-width:2}
.halt-picture .impact{fill:var(--blue);fill-opacity:.25}
.halt-picture .curve{stroke:var(--blue);stroke-width:2;fill:none}
.halt-picture .scope-stopped{fill:var(--blue)}
.halt-picture .scope-cancel-only,.halt-picture .scope-post-only,.halt-picture .scope-limited{stroke:var(--blue);stroke-width:1}
.halt-picture .scope-cancel-only{fill:url(#halt-slanted)}
.halt-picture .scope-post-only{fill:url(#halt-crossed)}
.halt-picture .scope-limited{fill:url(#halt-dotted)}
.halt-picture .scope-open{stroke:var(--green);stroke-width:2;fill:none}
.halt-picture .pattern{stroke:var(--blue);stroke-width:2;fill:var(--blue)}
.halt-picture .thin{stroke-width:1}
.halt-picture .bare{stroke-width:0}
.halt-picture .decision{fill:var(--ink)}
.halt-picture .decision-hollow{fill:var(--ground);stroke:var(--ink);stroke-width:1.5}
.halt-picture .decision-good{fill:var(--green)}
.halt-picture .decision-bad{fill:var(--red)}
.halt-picture .moment{fill:var(--red)}
.marked .key text{font-weight:600}
.halt-picture .lead{fill:var(--blue)}
.halt-picture .filed{fill:var(--ground);stroke:var(--ink);stroke-width:1.5}
.halt-picture .filed-lines{stroke:var(--ink);fill:none}
.halt-picture .due{fill:var(--ground);stroke:var(--faint);stroke-width:1.5}
.halt-picture .step-done{fill:var(--green)}
.halt-picture .step-in-progress{fill:var(--ground);stroke:var(--green);stroke-width:1.5}
.halt-picture .step-declined{fill:var(--ground);stroke:var(--faint);stroke-width:1.5}
.halt-picture .step-skipped{stroke:var(--red);stroke-width:2.5;fill:none}
.halt-picture .sent{fill:var(--purple)}
.halt-picture .unknown{fill:var(--ground);stroke:var(--purple);stroke-width:1.5;stroke-dasharray:2 1}
.halt-picture .failed{stroke:var(--red);stroke-width:2;fill:none}
.halt-picture .kept{stroke:var(--green);stroke-width:2;fill:none}
.halt-picture .missed{fill:var(--ground);stroke:var(--red);stroke-width:2}
.halt-picture .call-tried{fill:var(--ground);stroke:var(--blue);stroke-width:1.5}
.halt-picture .call-reached{fill:var(--blue)}
.halt-picture .call-raised{fill:var(--red)}
`.trim()

/** The picture in a page: rows whose labels stay in view, and radio buttons that hide rows and marks. */
export const PAGE_PICTURE_STYLE = `
${PICTURE_STYLE}
.show{border:0;padding:0;margin:.5rem 0;font-size:.9rem;display:flex;flex-wrap:wrap;gap:.3rem 1rem}
.show legend{float:left;padding:0;font-weight:600;align-self:center}
.show label{display:inline-flex;gap:.3rem;align-items:center;min-height:1.5rem;margin:0}
.lanes{overflow-x:auto;background:linear-gradient(to left,var(--ground) 40%,transparent) right/3rem 100% no-repeat local,linear-gradient(to left,var(--line),transparent) right/1rem 100% no-repeat scroll}
.lane{display:grid;grid-template-columns:10rem minmax(45rem,1fr);min-width:max-content;overflow:clip;border-bottom:1px solid var(--line)}
.lane-label{position:sticky;left:0;z-index:1;display:flex;align-items:center;justify-content:flex-end;padding-right:.5rem;background:var(--ground);font-size:.78rem;line-height:1.25;text-align:right}
.lane svg{display:block;width:100%;height:auto;overflow:visible}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:0;margin:.5rem 0;list-style:none;font-size:.78rem;color:var(--faint)}
.legend li{display:inline-flex;gap:.3rem;align-items:center}
.picture:has(#show-key:checked) .lane:is(.of-decisions,.of-notices,.of-work):not(.has-key){display:none}
.picture:has(#show-key:checked) .minor{display:none}
.picture:has(#show-key:checked):not(:has(.lane.of-decisions.has-key)) .legend .of-decisions{display:none}
.picture:has(#show-key:checked):not(:has(.lane.of-notices.has-key)) .legend .of-notices{display:none}
.picture:has(#show-key:checked):not(:has(.lane.of-work.has-key)) .legend .of-work{display:none}
.picture:has(#show-decisions:checked) :is(.of-notices,.of-work){display:none}
.picture:has(#show-notices:checked) :is(.of-decisions,.of-work){display:none}
@media screen and (min-width:68rem){.picture{margin-inline:calc(50% - min(40rem,50vw - 2.5rem))}}
@media (max-width:40rem){.lane-label{font-size:.72rem}.lane{grid-template-columns:7.25rem minmax(45rem,1fr)}}
@media print{.show{display:none}.legend{font-size:7.5pt;line-height:1.25;gap:0 .7rem;margin:.2rem 0}.legend svg{width:18px;height:12px}.lanes{overflow:visible}.lane{grid-template-columns:6.25rem 1fr;min-width:0;break-inside:avoid}.lane-label{position:static;font-size:.63rem;line-height:1.15}.lanes{background:none}.lane :is(text,.faint,.time,.length,.beside,.alert,.inside){font-size:13.5px}}
`.trim()

export const PATTERNS = [
  '<pattern id="halt-slanted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="pattern" d="M0 0v6"/></pattern>',
  '<pattern id="halt-crossed" width="6" height="6" patternUnits="userSpaceOnUse"><path class="pattern thin" d="M0 3h6M3 0v6"/></pattern>',
  '<pattern id="halt-dotted" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="pattern bare" cx="2.5" cy="2.5" r=".8"/></pattern>',
  '<pattern id="halt-partial" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="partial-line" d="M0 0v4"/></pattern>',
  '<pattern id="halt-phase-upright" width="5" height="5" patternUnits="userSpaceOnUse"><path class="phase-line" d="M2.5 0v5"/></pattern>',
  '<pattern id="halt-phase-dotted" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="phase-line bare" cx="3" cy="3" r="1.25"/></pattern>',
  '<pattern id="halt-phase-slanted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="phase-line" d="M3 0v6"/></pattern>',
  '<pattern id="halt-phase-level" width="5" height="5" patternUnits="userSpaceOnUse"><path class="phase-line" d="M0 2.5h5"/></pattern>',
  '<pattern id="halt-overrun" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="overrun-line" d="M0 0v5"/></pattern>',
].join('')
