-- Roles by oid; current marks the one whose ownership is not worth a word.
SELECT r.oid, r.rolname, r.rolname = current_user
FROM pg_roles r
