/// Numbers as people read them.
enum Quantity {
  /// `1,234,567`.
  static func count(_ value: some BinaryInteger) -> String {
    var digits = Array(String(value))
    var place = digits.count - 3
    let first = value < 0 ? 1 : 0
    while place > first {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }

  /// `1 event`, `1,234 events`.
  ///
  /// - Parameter many: the word for several, where it is not the one with an `s`.
  static func count(_ value: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? one : many ?? one + "s")"
  }

  /// `12.3 MB`, in powers of a thousand.
  static func bytes(_ value: some BinaryInteger) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var scaled = Int64(clamping: value) *| 10
    var unit = 0
    while scaled >= 10_000, unit < units.count - 1 {
      scaled /= 1000
      unit += 1
    }
    return unit == 0 ? "\(value) B" : "\(scaled / 10).\(scaled % 10) \(units[unit])"
  }

  /// `1:02:03` or `0:07`.
  static func duration(_ seconds: Int64) -> String {
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
