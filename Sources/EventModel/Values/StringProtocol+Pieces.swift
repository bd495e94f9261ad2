extension StringProtocol {
  /// The pieces between marks, which are ASCII, byte by byte: a mark beside a combining character is still a mark, where
  /// `split` sees another character.
  ///
  /// - Parameters:
  ///   - most: how many pieces at most; the last one has the rest.
  ///   - keepingEmpty: whether empty pieces count.
  package func pieces(
    at mark: Unicode.Scalar, most: Int = .max, keepingEmpty: Bool = false
  ) -> [Substring] {
    Substring(self).utf8.split(
      separator: UInt8(ascii: mark), maxSplits: most - 1, omittingEmptySubsequences: !keepingEmpty
    ).map { Substring($0) }
  }
}
