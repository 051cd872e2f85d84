SELECT 'pg_event_trigger', e.oid, 'event_trigger', 0, e.evtname, e.evtowner,
       format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,
              ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ' ORDER BY t) FROM unnest(e.evttags) t) || ')',
              e.evtfoid::regproc),
       CASE e.evtenabled WHEN 'D' THEN ARRAY[format('ALTER EVENT TRIGGER %I DISABLE', e.evtname)]
                         WHEN 'R' THEN ARRAY[format('ALTER EVENT TRIGGER %I ENABLE REPLICA', e.evtname)]
                         WHEN 'A' THEN ARRAY[format('ALTER EVENT TRIGGER %I ENABLE ALWAYS', e.evtname)] END,
       NULL::text, NULL::text
FROM pg_event_trigger e
JOIN pg_proc p ON p.oid = e.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname <> 'schemac' AND e.oid NOT IN :members_of_pg_event_trigger
