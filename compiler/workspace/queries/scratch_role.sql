-- The session's role on a server, and whether it may create databases there.
SELECT r.rolname, r.rolcreatedb OR r.rolsuper
FROM pg_roles r
WHERE r.rolname = current_user
