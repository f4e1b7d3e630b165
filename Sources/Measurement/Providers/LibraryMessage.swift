/// Calls a C function that explains a failure in a buffer.
/// - Returns: the function's result and the explanation, empty on success.
func withMessage<Result>(_ call: (UnsafeMutablePointer<CChar>, Int) -> Result) -> (Result, String) {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
    buffer.initialize(repeating: 0)
    guard let start = buffer.baseAddress else { preconditionFailure("a buffer of 512 has a base address") }
    let result = call(start, buffer.count)
    return (result, String(cString: start))
  }
}
