import Rating
import Testing

@Suite struct PrecisionTests {
  @Test(
    "bit lengths are those of the multiply's inputs",
    arguments: zip(Precision.allCases, [64, 32, 32, 16, 16, 8, 8, 6, 4, 16, 8, 4]))
  func bitLengths(precision: Precision, bits: Int) {
    #expect(precision.bitLength(.container32) == bits)
  }

  @Test("only TF32 depends on the reading")
  func reading() {
    for precision in Precision.allCases where precision != .tf32 {
      #expect(precision.bitLength(.container32) == precision.bitLength(.significant19))
    }
    #expect(Precision.tf32.bitLength(.significant19) == 19)
  }
}
