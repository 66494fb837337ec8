-- What the server can prove of when something was done on a machine, and what the machine has seen.
-- `settled_at`: its last contact at which it had nothing left to send: nothing that it sends later was done before.
-- `heard_seq`: the last of its ops whose answer it says to have. `seen`: the commit up to which it took the server's rows.
alter table sync_device add column settled_at text;
alter table sync_device add column heard_seq integer not null default 0;
alter table sync_device add column seen integer not null default 0;
update sync_device set settled_at = coalesce(last_contact, case when founds = 0 then enrolled_at end);

-- When an op counts as done: what its machine says, within what the server can prove.
alter table sync_op add column done_at text;
