import Rating
import Testing

@Suite struct RooflineTests {
  static func roofline(_ tops: Double, _ bandwidthGBps: Double) -> Roofline {
    Roofline(tops: BoundedValue(tops), bandwidthGBps: BoundedValue(bandwidthGBps))
  }

  /// The roofline model for LLM inference, <https://jared-hpc.com/posts/roofline-model-llm-inference/>: 989 TFLOP/s over
  /// 3.35 TB/s is 295 FLOP a byte, an A100 sits at 153 (pub_F01).
  @Test(
    "the ridge point is the rate over the bandwidth",
    arguments: [(989.0, 3350.0, 295.0), (312, 2039, 153), (148, 4000, 37)])
  func ridge(tops: Double, bandwidth: Double, expected: Double) {
    let ridge = Self.roofline(tops, bandwidth).ridge.value
    #expect((ridge - expected).magnitude <= 0.002 * expected)
  }

  /// The same page prints 3.35, 989 and 989 TFLOP/s.
  @Test(
    "memory binds below the ridge and arithmetic above it",
    arguments: [(1.0, 3.35), (295, 988.25), (600, 989)])
  func attainable(intensity: Double, expected: Double) {
    #expect(
      (Self.roofline(989, 3350).attainableTops(at: intensity).value - expected).magnitude < 1e-9 * expected)
  }

  @Test("where sources disagree the lesser of the lowest and the lesser of the highest are the ends")
  func interval() {
    let roofline = Roofline(
      tops: BoundedValue(800, 752...800), bandwidthGBps: BoundedValue(3200, 3000...3300))
    #expect(roofline.attainableTops(at: 250) == BoundedValue(800, 750...800))
    #expect(roofline.attainableTops(at: 100) == BoundedValue(320, 300...330))
  }

  /// Why LLM decoding is memory-bound, <https://barilon.com/blog/why-is-llm-decoding-memory-bound>: 35 billion parameters
  /// of 2 bytes over 3.35 TB/s is 20.9 ms, about 48 tokens a second (pub_F03).
  @Test(
    "one sequence of a 35B model on an H100 takes 20.9 ms a token, 47.9 tokens a second; a 70B model half of it"
  )
  func decode() {
    func model(_ parameters: Double) -> DecodeModel {
      DecodeModel(
        weightBytes: 2 * parameters, keyValueBytesPerSequence: 0, activeParameters: parameters,
        memoryEfficiency: 1, computeEfficiency: 1)
    }
    let h100 = Self.roofline(989, 3350)
    #expect((model(35e9).seconds(batch: 1, on: h100).value - 0.0209).magnitude < 0.01 * 0.0209)
    #expect((model(35e9).tokensPerSecond(batch: 1, on: h100).value - 47.9).magnitude < 0.01 * 47.9)
    #expect((model(70e9).tokensPerSecond(batch: 1, on: h100).value - 23.9).magnitude < 0.01 * 23.9)
    let crossover = model(35e9).crossoverBatch(on: h100).value
    #expect((crossover - 295).magnitude < 0.3)
    let below = model(35e9).seconds(batch: 0.99 * crossover, on: h100).value
    let above = model(35e9).seconds(batch: 2 * crossover, on: h100).value
    #expect((below - model(35e9).seconds(batch: 1, on: h100).value).magnitude < 1e-12)
    #expect((above / below - 2).magnitude < 1e-9)
  }

  @Test("keys and values, efficiencies and disputed figures lengthen a step as they should")
  func decodeTerms() {
    let model = DecodeModel(
      weightBytes: 70e9, keyValueBytesPerSequence: 1e9, activeParameters: 35e9, memoryEfficiency: 0.5,
      computeEfficiency: 0.4)
    let disputed = Roofline(tops: BoundedValue(989), bandwidthGBps: BoundedValue(3350, 3000...3350))
    let step = model.seconds(batch: 10, on: disputed)
    #expect((step.value - 80e9 / (0.5 * 3350e9)).magnitude < 1e-12)
    #expect((step.range.upperBound - 80e9 / (0.5 * 3000e9)).magnitude < 1e-12)
    let bound = model.seconds(batch: 1e6, on: disputed)
    #expect((bound.value - (70e9 + 1e15) / (0.5 * 3350e9)).magnitude < 1e-6)
  }

  /// The Llama 3 Herd of Models, <https://arxiv.org/abs/2407.21783>: 80 layers, 8 key-value heads of 128 (cmp_F07).
  @Test("a token of a 70B Llama 3 leaves 327,680 bytes of keys and values at 16 bits")
  func keyValues() {
    #expect(
      DecodeModel.keyValueBytesPerToken(layers: 80, keyValueHeads: 8, headDimension: 128, bytesPerValue: 2)
        == 327_680)
  }
}
