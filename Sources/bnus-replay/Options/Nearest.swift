import BinanceUS
import Projections
import Replay

/// The known name that a mistyped one was probably meant as.
enum Nearest {
  /// `; did you mean 'runs'?`, or nothing where no name is near.
  static func hint(for text: String, among names: [String]) -> String {
    name(for: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The nearest name; nil where none is near.
  static func name(for text: String, among names: [String]) -> String? {
    let word = Array(text.lowercased().utf8.prefix(100))
    if word.isEmpty { return nil }
    let limit = max(1, word.count / 3)
    let near = names.map { (name: $0, distance: NameDistance.changes(word, Array($0.lowercased().utf8))) }
      .filter { $0.distance <= limit }
    if let nearest = near.min(by: { $0.distance < $1.distance }) { return nearest.name }
    let longer = names.filter { word.count > 2 && $0.lowercased().hasPrefix(text.lowercased()) }
    return longer.count == 1 ? longer[0] : nil
  }

  /// An error for a table that no schema has.
  static func unknownTable(_ name: String) -> String {
    "\(ReplayError.unknownTable(name))\(hint(for: name, among: TableCatalogue.names))"
  }
}
