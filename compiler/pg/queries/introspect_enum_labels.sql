SELECT e.enumtypid, e.enumlabel
FROM pg_enum e
WHERE e.enumtypid >= 16384
ORDER BY e.enumtypid, e.enumsortorder
