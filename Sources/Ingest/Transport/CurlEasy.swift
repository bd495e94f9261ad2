import CCurl
import EventModel

/// One easy handle, and the memory that libcurl writes its error texts to.
struct CurlEasy: ~Copyable {
  let handle: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>

  static func make() throws(CurlError) -> CurlEasy {
    guard let handle = curl_easy_init() else {
      throw CurlError(kind: .other, operation: "make a handle", text: "out of memory")
    }
    let easy = CurlEasy(owning: handle)
    try easy.set(CURLOPT_ERRORBUFFER, pointer: easy.errorText)
    return easy
  }

  private init(owning handle: UnsafeMutableRawPointer) {
    self.handle = handle
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(handle)
    errorText.deallocate()
  }

  func set(_ option: CURLoption, _ number: Int) throws(CurlError) {
    try CurlError.check(bnus_curl_set_number(handle, option, number), "set an option")
  }

  /// libcurl copies the text; nil takes it away.
  func set(_ option: CURLoption, _ text: String?) throws(CurlError) {
    let code = text.map { bnus_curl_set_text(handle, option, $0) } ?? bnus_curl_set_text(handle, option, nil)
    try CurlError.check(code, "set an option")
  }

  func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) throws(CurlError) {
    try CurlError.check(bnus_curl_set_pointer(handle, option, pointer), "set an option")
  }

  func set(_ option: CURLoption, receiver: curl_write_callback) throws(CurlError) {
    try CurlError.check(bnus_curl_set_receiver(handle, option, receiver), "set an option")
  }

  /// Nil opens sockets as libcurl does.
  func setSocketOpener(_ open: curl_opensocket_callback?) throws(CurlError) {
    try CurlError.check(bnus_curl_set_socket_opener(handle, open), "set an option")
  }

  /// The list must outlive the transfer; nil takes it away.
  func setHeaders(_ list: UnsafeMutablePointer<curl_slist>?) throws(CurlError) {
    try CurlError.check(bnus_curl_set_headers(handle, list), "set an option")
  }

  /// What libcurl says about the last failure beyond its code; empty when nothing.
  var lastErrorText: String { String(cString: errorText) }

  func clearErrorText() {
    errorText.pointee = 0
  }

  /// The `errno` of the last failed system call, or 0.
  var lastSystemError: CInt {
    var number = 0
    return bnus_curl_get_number(handle, CURLINFO_OS_ERRNO, &number) == CURLE_OK
      ? CInt(truncatingIfNeeded: number) : 0
  }
}

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
    // A 3xx is a response like any other: following it could carry key and signature elsewhere.
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    try set(CURLOPT_PATH_AS_IS, 1)
    // What a proxy says before the tunnel stands is not the response, and our fields are not for it.
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
  }

  private func applyLimits(_ options: TransportOptions) throws(CurlError) {
    try set(CURLOPT_TIMEOUT_MS, Self.milliseconds(options.timeout))
    try set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeout))
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    // No signals: the loop's thread blocks them all.
    try set(CURLOPT_NOSIGNAL, 1)
    // A name server that does not respond must not hold up the thread beyond the request's own limit.
    try set(CURLOPT_QUICK_EXIT, 1)
  }

  private func applyTrust(_ options: TransportOptions) throws(CurlError) {
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    guard let caFile = options.caFile else { return }
    try set(CURLOPT_CAINFO, caFile)
    // Debian's libcurl also looks through a directory of the system's authorities unless that is switched off.
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

/// Header fields as libcurl wants them; they stay valid as long as this lives.
struct CurlHeaderList: ~Copyable {
  /// Nil when there is no field.
  private(set) var head: UnsafeMutablePointer<curl_slist>?

  static func make(of fields: [HeaderField]) throws(CurlError) -> CurlHeaderList {
    var list = CurlHeaderList()
    for field in fields { try list.append(field) }
    return list
  }

  private init() {}

  deinit { curl_slist_free_all(head) }

  private mutating func append(_ field: HeaderField) throws(CurlError) {
    let operation = "take a header field"
    let isWhole = (field.name + field.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    guard isWhole, !field.name.isEmpty, !field.name.contains(":") else {
      throw CurlError(
        kind: .other, operation: operation, text: "it holds a line break or another control character")
    }
    // `Name:` would remove a field of libcurl's; `Name;` sends one without a value.
    let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
    guard let longer = curl_slist_append(head, line) else {
      throw CurlError(kind: .other, operation: operation, text: "out of memory")
    }
    head = longer
  }
}
