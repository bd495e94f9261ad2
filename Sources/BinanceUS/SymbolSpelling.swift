/// Symbols as people type them.
public enum SymbolSpelling {
  /// The symbol that a word means: the one spelled exactly so, else the only one that differs in case alone; nil where
  /// there is none, or more than one.
  public static func match(_ word: String, among symbols: some Collection<String>) -> String? {
    if symbols.contains(word) { return word }
    let folded = word.lowercased()
    let matches = symbols.filter { $0.lowercased() == folded }
    return matches.count == 1 ? matches.first : nil
  }
}

extension SyncState {
  /// The symbol that a word means. One that the archive does not know is taken in the exchange's own
  /// case, which is the upper.
  public func symbol(spelled word: String) -> String {
    SymbolSpelling.match(word, among: symbols.keys) ?? word.uppercased()
  }
}
