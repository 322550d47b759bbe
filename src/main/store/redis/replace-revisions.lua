-- Replaces the revisions of one value by others, provided that the newest is still the one that the caller read.
--
-- KEYS[1]  the stream
-- ARGV[1]  the id of its newest entry; empty where there was none
-- ARGV[2…] per entry, oldest first: its id, how many texts it has, then field, text, field, text
--
-- Returns 1, and 0 where there is another one now: then nothing was changed.
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if (newest and newest[1] or '') ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
local at = 2
while at <= #ARGV do
  local count = tonumber(ARGV[at + 1])
  redis.call('XADD', KEYS[1], ARGV[at], unpack(ARGV, at + 2, at + 1 + count))
  at = at + 2 + count
end
return 1
