-- $1 type as written in SQL, $2 label
SELECT EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = to_regtype($1::text) AND e.enumlabel = $2::text) AS present
