-- {table} stands for the qualified name of the table. $1 texts.
SELECT l.text, l.meaning, l.description
FROM {table} AS l
WHERE l.text = ANY ($1::text[])
