-- Appends entries to one stream, in their order: one command for all that end together.
--
-- KEYS[1]  the stream
-- ARGV[1]  the length that it is trimmed to, about; 0 where it is not trimmed here
-- ARGV[2…] per entry: how many texts follow, then those: field, value, field, value
--
-- Returns how many were appended.
local key, length = KEYS[1], ARGV[1]
local at, count = 2, 0
while at <= #ARGV do
  local last = at + tonumber(ARGV[at])
  if length == '0' then
    redis.call('XADD', key, '*', unpack(ARGV, at + 1, last))
  else
    redis.call('XADD', key, 'MAXLEN', '~', length, '*', unpack(ARGV, at + 1, last))
  end
  at, count = last + 1, count + 1
end
return count
