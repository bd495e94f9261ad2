import CSimdJSON

/// Facts about the simdjson that is linked.
public enum SimdJSON {
  /// The instruction set that simdjson chose for this processor, e.g. "icelake".
  public static var implementation: String { String(cString: csimdjson_implementation()) }
}
