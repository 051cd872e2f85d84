SELECT n.oid, n.nspname, n.nspowner, n.oid IN :members_of_pg_namespace
FROM pg_namespace n
WHERE n.oid IN :namespaces
