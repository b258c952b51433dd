// A request as the bytes that go out. Pure.
#pragma once

#include <string>
#include <string_view>

#include "daemon/io/http_client.h"
#include "daemon/io/proxy.h"
#include "daemon/io/url.h"
#include "digest/error.h"

namespace gailou::io {

/// `via`: the proxy that is to pass a plain http request on, null if none. internal: a field that can't be sent. The
/// bytes may hold secrets: wipe() them.
digest::Result<std::string> request_text(std::string_view method, const Url& url, const HttpRequest& request,
                                         const Proxy* via);

}  // namespace gailou::io
