// The style of the table.

export const style = `.sheet{overflow:auto;max-height:520px;border:1.25px solid var(--hairline);border-radius:12px;background:var(--surface)}
.pager{display:flex;align-items:center;gap:12px;padding:6px 10px;position:sticky;top:0;background:var(--surface);color:var(--secondary);font-size:13px}
table{border-collapse:collapse;width:100%;font-size:13px}
caption{padding:10px 14px;text-align:start;color:var(--secondary)}
th,td{padding:7px 14px;border-top:1px solid var(--hairline);text-align:start;vertical-align:top;white-space:nowrap}
thead th{font-weight:600;color:var(--secondary)}
td .odd{margin:4px 0 0;max-width:44ch;white-space:normal;color:var(--mark)}
td.number{text-align:end;font-weight:600}
td.value{color:var(--value)}td.gradient{color:var(--gradient)}td.local{color:var(--local)}
`
