-- What stands in the way of writing here, before anything is tried.
SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only
