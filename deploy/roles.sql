-- The portal's database and roles, for an administrator who makes them by hand. `manage.py prepare_database` does the same.
-- psql -v owner_password=… -v app_password=… -v gate_password=… -v auditor_password=… -v sealer_password=… -f deploy/roles.sql
create role alpr_owner login nosuperuser nobypassrls nocreatedb nocreaterole password :'owner_password';
create role alpr_app login nosuperuser nobypassrls nocreatedb nocreaterole password :'app_password';
create role alpr_gate login nosuperuser nobypassrls nocreatedb nocreaterole password :'gate_password';
create role alpr_auditor login nosuperuser nobypassrls nocreatedb nocreaterole password :'auditor_password';
create role alpr_sealer login nosuperuser nobypassrls nocreatedb nocreaterole password :'sealer_password';

grant alpr_owner to current_user;
create database alpr owner alpr_owner template template0 encoding 'UTF8';
revoke all on database alpr from public;
grant connect on database alpr to alpr_owner, alpr_app, alpr_gate, alpr_auditor, alpr_sealer;

\connect alpr
revoke all on schema public from public;
alter schema public owner to alpr_owner;
grant usage on schema public to alpr_app, alpr_gate, alpr_auditor, alpr_sealer;
grant all on schema public to alpr_owner;
alter default privileges for role alpr_owner in schema public
    grant select, insert, update, delete on tables to alpr_app;
alter default privileges for role alpr_owner in schema public grant usage on sequences to alpr_app;
