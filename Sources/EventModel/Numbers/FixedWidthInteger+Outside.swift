// The arithmetic of numbers from outside; every module has this file, by a link.
//
// A number in a response, a header, a query, a file or a flag may be any that its type can
// hold, and the plain operators trap where a result does not fit: a crash that somebody else
// chooses. `+|`, `-|` and `*|` stop at the end of the type instead, so that a moment far in the
// future stays one, and a count that is too large stays too large.
//
// The plain operators of the types in which such numbers arrive are taken away below, so that the
// compiler holds the rule. `&+`, `&-` and `&*` are for what is meant to wrap round. `Int` keeps its
// operators: it counts what lies in memory, and a number from outside becomes one by
// `Int(clamping:)` or `Int(exactly:)` alone.

infix operator +| : AdditionPrecedence
infix operator -| : AdditionPrecedence
infix operator *| : MultiplicationPrecedence
infix operator +|= : AssignmentPrecedence
infix operator -|= : AssignmentPrecedence

extension FixedWidthInteger {
  /// The sum, or the end of the type that it passes.
  static func +| (left: Self, right: Self) -> Self {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right < 0 ? .min : .max) : sum
  }

  /// The difference, or the end of the type that it passes: 0 for what has no sign.
  static func -| (left: Self, right: Self) -> Self {
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    return overflow ? (right < 0 ? .max : .min) : difference
  }

  /// The product, or the end of the type that it passes.
  static func *| (left: Self, right: Self) -> Self {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? ((left < 0) != (right < 0) ? .min : .max) : product
  }

  /// Adds, and stops at the end of the type.
  static func +|= (left: inout Self, right: Self) { left = left +| right }

  /// Subtracts, and stops at the end of the type.
  static func -|= (left: inout Self, right: Self) { left = left -| right }
}

extension Int64 {
  @available(*, deprecated, message: "it traps on numbers from outside; use +|")
  static func + (left: Int64, right: Int64) -> Int64 { left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|")
  static func - (left: Int64, right: Int64) -> Int64 { left &- right }
  @available(*, deprecated, message: "it traps on numbers from outside; use *|")
  static func * (left: Int64, right: Int64) -> Int64 { left &* right }
  @available(*, deprecated, message: "it traps on numbers from outside; use +|=")
  static func += (left: inout Int64, right: Int64) { left = left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|=")
  static func -= (left: inout Int64, right: Int64) { left = left &- right }
  @available(*, deprecated, message: "it traps on Int64.min; use 0 -|")
  static prefix func - (number: Int64) -> Int64 { 0 &- number }
  @available(*, deprecated, message: "it traps on large numbers; use clamping: or exactly:")
  init(_ number: UInt64) { self.init(truncatingIfNeeded: number) }
}

extension UInt64 {
  @available(*, deprecated, message: "it traps on numbers from outside; use +|")
  static func + (left: UInt64, right: UInt64) -> UInt64 { left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|")
  static func - (left: UInt64, right: UInt64) -> UInt64 { left &- right }
  @available(*, deprecated, message: "it traps on numbers from outside; use *|")
  static func * (left: UInt64, right: UInt64) -> UInt64 { left &* right }
  @available(*, deprecated, message: "it traps on numbers from outside; use +|=")
  static func += (left: inout UInt64, right: UInt64) { left = left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|=")
  static func -= (left: inout UInt64, right: UInt64) { left = left &- right }
  @available(*, deprecated, message: "it traps on what is negative; use clamping: or exactly:")
  init(_ number: Int64) { self.init(truncatingIfNeeded: number) }
}

extension UInt32 {
  @available(*, deprecated, message: "it traps on numbers from outside; use +|")
  static func + (left: UInt32, right: UInt32) -> UInt32 { left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|")
  static func - (left: UInt32, right: UInt32) -> UInt32 { left &- right }
  @available(*, deprecated, message: "it traps on numbers from outside; use *|")
  static func * (left: UInt32, right: UInt32) -> UInt32 { left &* right }
  @available(*, deprecated, message: "it traps on numbers from outside; use +|=")
  static func += (left: inout UInt32, right: UInt32) { left = left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|=")
  static func -= (left: inout UInt32, right: UInt32) { left = left &- right }
}

extension Int128 {
  @available(*, deprecated, message: "it traps on numbers from outside; use +|")
  static func + (left: Int128, right: Int128) -> Int128 { left &+ right }
  @available(*, deprecated, message: "it traps on numbers from outside; use -|")
  static func - (left: Int128, right: Int128) -> Int128 { left &- right }
  @available(*, deprecated, message: "it traps on numbers from outside; use *|")
  static func * (left: Int128, right: Int128) -> Int128 { left &* right }
  @available(*, deprecated, message: "it traps on Int128.min; use 0 -|")
  static prefix func - (number: Int128) -> Int128 { 0 &- number }
}

extension Int {
  @available(*, deprecated, message: "bound it, then clamping: or exactly:")
  init(_ number: Int64) { self.init(truncatingIfNeeded: number) }
  @available(*, deprecated, message: "it traps on large numbers; use clamping: or exactly:")
  init(_ number: UInt64) { self.init(truncatingIfNeeded: number) }
  @available(*, deprecated, message: "a number in a text is from outside: Int64(text)")
  init?(_ text: String) {
    guard let number = Int64(text) else { return nil }
    self.init(truncatingIfNeeded: number)
  }
  @available(*, deprecated, message: "a number in a text is from outside: Int64(text)")
  init?(_ text: Substring) {
    guard let number = Int64(text) else { return nil }
    self.init(truncatingIfNeeded: number)
  }
}
