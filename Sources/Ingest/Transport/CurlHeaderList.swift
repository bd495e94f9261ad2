import CCurl
import EventModel

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
