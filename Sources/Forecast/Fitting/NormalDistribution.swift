import Foundation
import Parallel

/// The standard normal distribution.
enum NormalDistribution {
  /// The value below which a standard normal variable lies with a probability above 0 and below 1.
  ///
  /// Wichura's algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477–484; relative error about 10^-16.
  static func quantile(_ probability: Double) -> Double {
    let q = probability - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, central)
    }
    let tail = q < 0 ? probability : 1 - probability
    let r = (-log(tail)).squareRoot()
    let value = r <= 5 ? ratio(r - 1.6, middle) : ratio(r - 5, far)
    return q < 0 ? -value : value
  }

  /// The probability that a standard normal variable lies below a value.
  static func probability(below value: Double) -> Double { erfc(-value / 2.0.squareRoot()) / 2 }

  /// Of two polynomials, the constants first.
  private typealias Coefficients = (top: SIMD8<Double>, bottom: SIMD8<Double>)

  private static func ratio(_ x: Double, _ coefficients: Coefficients) -> Double {
    var (top, bottom) = (0.0, 0.0)
    for index in (0..<SIMD8<Double>.scalarCount).reversed() {
      top = top * x + coefficients.top[index]
      bottom = bottom * x + coefficients.bottom[index]
    }
    return top / bottom
  }

  private static let central: Coefficients = (
    SIMD8(
      3.387_132_872_796_366_608, 133.141_667_891_784_377_45, 1971.590_950_306_551_442_7,
      13_731.693_765_509_461_125, 45_921.953_931_549_871_457, 67_265.770_927_008_700_853,
      33_430.575_583_588_128_105, 2509.080_928_730_122_672_7
    ),
    SIMD8(
      1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_3, 5394.196_021_424_751_107_7,
      21_213.794_301_586_595_867, 39_307.895_800_092_710_61, 28_729.085_735_721_942_674,
      5226.495_278_852_854_561
    )
  )
  private static let middle: Coefficients = (
    SIMD8(
      1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_9, 5.769_497_221_460_691_405_5,
      3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_77,
      0.022_723_844_989_269_184_583, 7.745_450_142_783_414_076_4e-4
    ),
    SIMD8(
      1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_4, 0.689_767_334_985_100_004_55,
      0.148_103_976_427_480_074_59, 0.015_198_666_563_616_457_197, 5.475_938_084_995_344_946e-4,
      1.050_750_071_644_416_843_24e-9
    )
  )
  private static let far: Coefficients = (
    SIMD8(
      6.657_904_643_501_103_777_2, 5.463_784_911_164_114_369_9, 1.784_826_539_917_291_335_8,
      0.296_560_571_828_504_891_23, 0.026_532_189_526_576_123_093, 0.001_242_660_947_388_078_438_6,
      2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7
    ),
    SIMD8(
      1, 0.599_832_206_555_887_937_69, 0.136_929_880_922_735_805_31, 0.014_875_361_290_850_615_025,
      7.868_691_311_456_132_591e-4, 1.846_318_317_510_054_681_8e-5, 1.421_511_758_316_445_888_7e-7,
      2.044_263_103_389_939_785_64e-15
    )
  )
}

extension SplitMix64 {
  /// A number above 0 and below 1, of 53 random bits.
  mutating func unit() -> Double { Self.unit(from: next()) }

  /// The number above 0 and below 1 that the upper 53 of random bits are.
  static func unit(from bits: UInt64) -> Double { (Double(bits >> 11) + 0.5) * 0x1p-53 }

  /// A draw from the standard normal distribution.
  mutating func normal() -> Double { NormalDistribution.quantile(unit()) }

  /// A number from 0 up to a bound below 2^32, by Lemire's multiplication; the bias is below bound / 2^32.
  mutating func index(below bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(bound)) >> 32)
  }
}
