/// One step of the decode of a language model: a token for each of the sequences of a batch, on one chip or on chips taken
/// as one.
///
/// t = max((W + b K) / (η_m B), 2 N b / (η_c F)): every weight that the batch touches and every sequence's keys and values
/// are read once, and each parameter takes a multiply and an add a token. Of a mixture of experts W and N differ, and W
/// grows with the batch. (Form after barilon.com/blog/why-is-llm-decoding-memory-bound; measured decode at batch 1 is
/// often slower than either bound.)
public struct DecodeModel: Equatable, Sendable {
  /// W: bytes of the weights that a step touches.
  public let weightBytes: Double
  /// K: bytes of keys and values that one sequence keeps.
  public let keyValueBytesPerSequence: Double
  /// N: parameters that take part in one token.
  public let activeParameters: Double
  /// η_m: the share of the memory bandwidth that is reached, above 0 and up to 1.
  public let memoryEfficiency: Double
  /// η_c: the share of the dense rate that is reached, above 0 and up to 1.
  public let computeEfficiency: Double

  public init(
    weightBytes: Double, keyValueBytesPerSequence: Double, activeParameters: Double, memoryEfficiency: Double,
    computeEfficiency: Double
  ) {
    self.weightBytes = weightBytes
    self.keyValueBytesPerSequence = keyValueBytesPerSequence
    self.activeParameters = activeParameters
    self.memoryEfficiency = memoryEfficiency
    self.computeEfficiency = computeEfficiency
  }

  /// The time of one step in s, from that at the highest to that at the lowest figures.
  /// - Parameters:
  ///   - batch: sequences at a time.
  ///   - roofline: what it runs on.
  public func seconds(batch: Double, on roofline: Roofline) -> BoundedValue {
    .greater(memorySeconds(batch, roofline), computeSeconds(batch, roofline))
  }

  /// Tokens a second over the whole batch.
  public func tokensPerSecond(batch: Double, on roofline: Roofline) -> BoundedValue {
    BoundedValue(batch) / seconds(batch: batch, on: roofline)
  }

  /// b*: the batch from which arithmetic binds, without keys and values. At full efficiency and dense weights it is
  /// (bytes a weight) × F / (2 B).
  public func crossoverBatch(on roofline: Roofline) -> BoundedValue {
    memorySeconds(0, roofline) / computeSeconds(1, roofline)
  }

  /// Bytes of keys and values that one token leaves: 2 × layers × key-value heads × head dimension × bytes a value.
  public static func keyValueBytesPerToken(
    layers: Int, keyValueHeads: Int, headDimension: Int, bytesPerValue: Int
  ) -> Int { 2 * layers * keyValueHeads * headDimension * bytesPerValue }

  private func memorySeconds(_ batch: Double, _ roofline: Roofline) -> BoundedValue {
    BoundedValue((weightBytes + batch * keyValueBytesPerSequence) / (memoryEfficiency * 1e9))
      / roofline.bandwidthGBps
  }

  private func computeSeconds(_ batch: Double, _ roofline: Roofline) -> BoundedValue {
    BoundedValue(2 * activeParameters * batch / (computeEfficiency * 1e12)) / roofline.tops
  }
}
