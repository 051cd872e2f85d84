-- Includes the comment from the extension's control file, which does not count as a user's comment.
SELECT e.oid, e.extname, e.extowner, n.nspname, e.extversion, a.comment
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_available_extensions a ON a.name = e.extname
WHERE e.extname <> 'plpgsql'
