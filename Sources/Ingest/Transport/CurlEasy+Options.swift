import CCurl

extension CurlEasy {
  /// Sets what is the same for every request.
  func apply(_ options: TransportOptions) throws(CurlError) {
    try applyProtocol(options)
    try applyLimits(options)
    try applyTrust(options)
  }

  private func applyProtocol(_ options: TransportOptions) throws(CurlError) {
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    try set(CURLOPT_HTTPGET, 1)
    try set(CURLOPT_USERAGENT, options.userAgent)
    // Every encoding that libcurl can decode.
    try set(CURLOPT_ACCEPT_ENCODING, "")
    // A 3xx is an answer like any other: following it could carry key and signature elsewhere.
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    try set(CURLOPT_PATH_AS_IS, 1)
    // What a proxy says before the tunnel stands is not the answer, and our fields are not for it.
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
  }

  private func applyLimits(_ options: TransportOptions) throws(CurlError) {
    try set(CURLOPT_TIMEOUT_MS, Self.milliseconds(options.timeout))
    try set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeout))
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    // No signals: the loop's thread blocks them all.
    try set(CURLOPT_NOSIGNAL, 1)
    // A name server that does not answer must not hold up the thread beyond the request's own limit.
    try set(CURLOPT_QUICK_EXIT, 1)
  }

  private func applyTrust(_ options: TransportOptions) throws(CurlError) {
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    guard let caFile = options.caFile else { return }
    try set(CURLOPT_CAINFO, caFile)
    // Debian's libcurl also looks through a directory of the system's authorities unless told not to.
    try set(CURLOPT_CAPATH, nil)
  }

  /// At least one: zero would mean no limit.
  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    let whole = seconds.multipliedReportingOverflow(by: 1000)
    let limit = Int64(Int32.max)
    guard !whole.overflow, whole.partialValue < limit else { return Int(clamping: limit) }
    return max(1, Int(clamping: whole.partialValue +| attoseconds / 1_000_000_000_000_000))
  }
}
