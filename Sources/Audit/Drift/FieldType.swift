/// What a field's value is, as a data engineer tells values apart.
public enum FieldType: UInt8, Sendable, CaseIterable {
  case null
  case boolean
  case integer
  /// A number with a fraction or an exponent.
  case number
  /// A string that is a plain decimal, as the API writes money.
  case decimal
  case string
  case array
  case object

  /// The word for it.
  public var name: String { "\(self)" }

  var bit: UInt8 { 1 << rawValue }

  /// The types of a set of bits, in their order.
  static func types(in bits: UInt8) -> [FieldType] { allCases.filter { bits & $0.bit != 0 } }
}
