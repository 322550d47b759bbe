-- Keeps a patch that lost, and lets go of the oldest ones where there are too many, or too much of them.
--
-- KEYS[1]  the session's lost patches, a stream: lost the patch, bytes how many were ever kept up to here
-- ARGV[1]  the patch, JSON
-- ARGV[2]  patches that are kept
-- ARGV[3]  bytes that are kept; one patch stays, whatever its size
-- ARGV[4]  how long they are kept after the last one, in milliseconds
--
-- Returns the id that it got.
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local bytes = #ARGV[1]
if newest then
  bytes = bytes + tonumber(newest[2][4])
end
local id = redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[2], '*', 'lost', ARGV[1], 'bytes', bytes)
local most = tonumber(ARGV[3])
while true do
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
  if oldest[1] == id or bytes - tonumber(oldest[2][4]) + #oldest[2][2] <= most then
    break
  end
  redis.call('XDEL', KEYS[1], oldest[1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return id
