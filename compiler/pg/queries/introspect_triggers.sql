-- Without triggers of constraints and those of schemac's change tracking.
SELECT t.oid, t.tgrelid, t.tgname, pg_get_triggerdef(t.oid), t.tgfoid, t.tgenabled, t.tgconstraint <> 0,
       t.tgparentid <> 0
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE NOT t.tgisinternal AND n.nspname <> 'schemac' AND c.relnamespace IN :namespaces
