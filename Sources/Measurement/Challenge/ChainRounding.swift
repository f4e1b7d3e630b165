/// Rounds the sums of a product to the format in which they are the next one's input.
enum ChainRounding {
  /// - Parameters:
  ///   - sums: the product C.
  ///   - input: the matrix A of the next product.
  static func round<Input: ChainInput>(
    _ sums: SharedBuffer, into input: SharedBuffer, size: Int, _: Input.Type
  ) {
    nonisolated(unsafe) let sums = sums.values(of: Input.Sum.self, count: size * size)
    nonisolated(unsafe) let elements = input.pointer.assumingMemoryBound(to: Input.self)
    RowSlices(size).concurrently { rows in
      for index in rows.lowerBound * size..<rows.upperBound * size {
        elements[index] = Input(rounding: sums[index])
      }
    }
  }
}
