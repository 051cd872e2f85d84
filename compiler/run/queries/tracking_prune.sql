-- $1 a transaction that every recorded snapshot sees, with all before it.
DELETE FROM schemac.change WHERE relation <> 0 AND transaction < $1::xid8
