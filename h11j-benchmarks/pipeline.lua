-- wrk: sends DEPTH requests at once and awaits as many responses. Usage: wrk -s pipeline.lua URL -- DEPTH short|browser
local browser = {
  ["Connection"] = "keep-alive",
  ["sec-ch-ua"] = '"Chromium";v="142", "Not_A Brand";v="99"',
  ["sec-ch-ua-mobile"] = "?0",
  ["sec-ch-ua-platform"] = '"Linux"',
  ["Upgrade-Insecure-Requests"] = "1",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
  ["Sec-Fetch-Site"] = "same-origin",
  ["Sec-Fetch-Mode"] = "navigate",
  ["Sec-Fetch-User"] = "?1",
  ["Sec-Fetch-Dest"] = "document",
  ["Referer"] = "http://127.0.0.1/articles/2026/11/an-example-of-a-page",
  ["Accept-Encoding"] = "gzip, deflate, br, zstd",
  ["Accept-Language"] = "en-US,en;q=0.9,de;q=0.8",
  ["Cookie"] = "session=" .. string.rep("0123456789abcdef", 16) .. "; theme=dark; consent=all"
}

init = function(args)
  local depth = tonumber(args[1]) or 1
  if args[2] == "browser" then
    for name, value in pairs(browser) do
      wrk.headers[name] = value
    end
  end
  local requests = {}
  for i = 1, depth do
    requests[i] = wrk.format()
  end
  batch = table.concat(requests)
end

request = function()
  return batch
end
