-- Roles by oid; current marks the session's role, whose ownership is not reported.
SELECT r.oid, r.rolname, r.rolname = current_user
FROM pg_roles r
