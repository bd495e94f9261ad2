/// The memory that a walk writes to, apart from the walk, so that the walk itself stays constant and
/// in registers. Owned by the scanner, which calls ``free()`` once.
struct WalkScratch {
  /// Offset of the first backslash that the walk has not passed, or the length of the text.
  let nextBackslash: UnsafeMutablePointer<Int>
  /// For each open container whether it is an object.
  let isObject: UnsafeMutablePointer<Bool>

  static func allocate() -> WalkScratch {
    let next = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    next.initialize(to: 0)
    let stack = UnsafeMutablePointer<Bool>.allocate(capacity: StructuralText.depthLimit)
    stack.initialize(repeating: false, count: StructuralText.depthLimit)
    return WalkScratch(nextBackslash: next, isObject: stack)
  }

  func free() {
    nextBackslash.deallocate()
    isObject.deallocate()
  }
}
