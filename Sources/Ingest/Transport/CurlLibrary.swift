import CCurl

/// libcurl as a whole: set up once a process, before the first handle.
enum CurlLibrary {
  // libcurl promises since 7.84 that this is safe beside other threads.
  private static let setUp = curl_global_init(Int(CURL_GLOBAL_ALL))

  /// Throws when libcurl could not be set up, at every call.
  static func initialise() throws(CurlError) {
    try CurlError.check(setUp, "set itself up")
  }
}
