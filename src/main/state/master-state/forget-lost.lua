-- Lets go of a lost patch. By a script, because a connection is told of its own changes only where a script makes them.
--
-- KEYS[1]  the session's lost patches, a stream
-- ARGV[1]  the id of one
--
-- Returns 1, and 0 where there was none.
return redis.call('XDEL', KEYS[1], ARGV[1])
