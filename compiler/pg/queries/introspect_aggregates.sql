SELECT a.aggfnoid::oid, a.aggkind, p.proparallel,
       a.aggtransfn, format_type(a.aggtranstype, NULL), nullif(a.aggtransspace, 0),
       nullif(a.aggfinalfn::oid, 0)::regproc, a.aggfinalextra, a.aggfinalmodify,
       nullif(a.aggcombinefn::oid, 0)::regproc, nullif(a.aggserialfn::oid, 0)::regproc,
       nullif(a.aggdeserialfn::oid, 0)::regproc, a.agginitval,
       nullif(a.aggmtransfn::oid, 0)::regproc, nullif(a.aggminvtransfn::oid, 0)::regproc,
       CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END, nullif(a.aggmtransspace, 0),
       nullif(a.aggmfinalfn::oid, 0)::regproc, a.aggmfinalextra, a.aggmfinalmodify, a.aggminitval,
       CASE WHEN a.aggsortop <> 0 THEN (SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname) FROM pg_operator o
                                        JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END
FROM pg_aggregate a
JOIN pg_proc p ON p.oid = a.aggfnoid
WHERE p.pronamespace IN :namespaces AND p.oid NOT IN :members_of_pg_proc
