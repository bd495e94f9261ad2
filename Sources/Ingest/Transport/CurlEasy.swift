import CCurl
import Glibc

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
