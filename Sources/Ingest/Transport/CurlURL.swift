import CCurl

/// A URL taken apart by libcurl's own reader, so that what is checked is what will be asked.
struct CurlURL: ~Copyable {
  private let handle: OpaquePointer

  static func parse(_ text: String) throws(CurlError) -> CurlURL {
    // A C string would end at a zero byte, and libcurl drops or escapes some of the others.
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CurlError(
        kind: .invalidURL, operation: "read the URL",
        text: "it holds a space, a control or a foreign character")
    }
    guard let handle = curl_url() else {
      throw CurlError(kind: .other, operation: "read the URL", text: "out of memory")
    }
    let url = CurlURL(owning: handle)
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS)
    try CurlError.check(curl_url_set(handle, CURLUPART_URL, text, flags), "read the URL")
    return url
  }

  private init(owning handle: OpaquePointer) {
    self.handle = handle
  }

  deinit { curl_url_cleanup(handle) }

  /// The part's text; nil where the URL has none.
  func part(_ part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
