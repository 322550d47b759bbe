-- Counts one more within a window that begins with its first.
--
-- KEYS[1]  the counter
-- ARGV[1]  points to take
-- ARGV[2]  length of the window in milliseconds
--
-- Returns { points taken in this window, milliseconds until it ends }.
redis.call('SET', KEYS[1], 0, 'PX', ARGV[2], 'NX')
local taken = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return { taken, left }
