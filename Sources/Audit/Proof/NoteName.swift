/// The rule for names of keys in signed notes.
enum NoteName {
  /// Not empty, no white space, no plus sign, nothing that controls a terminal.
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F
      }
  }
}
