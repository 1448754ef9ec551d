import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import pg from 'pg';
const HZ=100;
let dir; let client; const out=[]; let prev=new Map(); const t0=Date.now();
const wait=ms=>new Promise(r=>setTimeout(r,ms));
function procs(){const m=new Map();for(const p of readdirSync('/proc')){if(!/^\d+$/.test(p))continue;try{const s=readFileSync(`/proc/${p}/stat`,'utf8');const i=s.lastIndexOf(')');const f=s.slice(i+2).split(' ');const cpu=Number(f[11])+Number(f[12]);const c=readFileSync(`/proc/${p}/cmdline`,'utf8').replaceAll('\0',' ').trim()||s.slice(s.indexOf('(')+1,i);m.set(p,{cpu,c})}catch{}}return m}
const end=Date.now()+Number(process.argv[2]??120)*1000;
while(Date.now()<end){
  const now=procs();const d=[];
  for(const [p,{cpu,c}] of now){const q=prev.get(p);if(q&&cpu-q.cpu>2)d.push([cpu-q.cpu,c])}
  prev=now;d.sort((a,b)=>b[0]-a[0]);
  let act='';
  try{
   if(!client){const mains=[...now.values()].map(x=>x.c).filter(c=>/postgres.*-D \/tmp\/hallway-lab/.test(c)); const pgc=mains[0]; if(pgc){const D=/-D (\S+)/.exec(pgc)[1];const port=/port=(\d+)/.exec(pgc)[1];const sec=JSON.parse(readFileSync(D.replace(/\/postgres$/,'')+'/secrets.json','utf8'));client=new pg.Client({connectionString:`postgresql://postgres:${sec.postgresPassword}@127.0.0.1:${port}/hallway`});client.on('error',()=>{client=undefined});await client.connect();}}
   if(client){const {rows}=await client.query(`select usename, state, wait_event_type||':'||wait_event w, left(regexp_replace(query,'\\s+',' ','g'),70) q, count(*) n, max(now()-query_start) age from pg_stat_activity where pid<>pg_backend_pid() and state<>'idle' group by 1,2,3,4 order by 5 desc limit 14`);act=rows.map(r=>`   ${r.n} ${r.usename} ${r.state} ${r.w} ${r.age?.milliseconds??''}ms ${r.age?.seconds??0}s ${r.q}`).join('\n')}
  }catch(e){act='   err '+e.message;client=undefined}
  const short=c=>c.replace(/\/usr\/bin\/node --enable-source-maps \S*\/(dist\S*)/,'$1').replace(/^.*(torture|jest|tsc|eslint|chromium)/,'$1').slice(0,50);
  const la=readFileSync('/proc/loadavg','utf8').split(' ').slice(0,1);
  console.log(new Date().toISOString().slice(11,23),'load',la[0],d.slice(0,9).map(([n,c])=>n+'% '+short(c)).join(' | '));if(act)console.log(act);
  await wait(1000);
}
process.exit();
