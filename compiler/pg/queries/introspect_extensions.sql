-- The comment that the extension's own control file gives it is nobody's work.
SELECT e.oid, e.extname, e.extowner, n.nspname, e.extversion, a.comment
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_available_extensions a ON a.name = e.extname
WHERE e.extname <> 'plpgsql'
