-- A code is used up when its device first speaks, and a machine is judged by when it last took what the server had.
alter table invite add column used_by blob;
alter table sync_device add column last_contact text;
