const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/** More than the 53 bits of a double. */
const QUOTIENT_BITS = 64;

const bitsOf = (value: bigint): number => (value < 0n ? -value : value).toString(2).length;

/** An exact fraction, in lowest terms, with a positive denominator. */
export class Rational {
  static readonly ZERO = new Rational(0n, 1n);
  readonly numerator: bigint;
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator: bigint) {
    const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }

  /**
   * The exact value of a decimal text such as `-12.5` or `1e-7`; a number stands for its shortest decimal text, which is what files hold.
   *
   * @returns null when the text is not a decimal number
   */
  static parse(text: string | number): Rational | null {
    const [, sign, whole, fraction = '', exponent = '0'] =
      /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(String(text)) ?? [];
    if (whole === undefined) return null;
    const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
    const power = Number(exponent) - fraction.length;
    return power < 0 ? new Rational(digits, 10n ** BigInt(-power)) : new Rational(digits * 10n ** BigInt(power), 1n);
  }

  plus(other: Rational): Rational {
    return new Rational(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated);
  }

  times(other: Rational): Rational {
    return new Rational(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError for a divisor of 0 */
  over(other: Rational): Rational {
    return new Rational(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  get negated(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  get absolute(): Rational {
    return this.numerator < 0n ? this.negated : this;
  }

  /** -1, 0 or 1. */
  get sign(): number {
    return this.numerator === 0n ? 0 : this.numerator < 0n ? -1 : 1;
  }

  isAbove(other: Rational): boolean {
    return this.minus(other).sign > 0;
  }

  /** The nearest double, to a few units of its last digit. */
  toNumber(): number {
    // Enough bits of the quotient as an integer, brought back in two steps, so that neither overflows on the way.
    const shift = bitsOf(this.denominator) - bitsOf(this.numerator) + QUOTIENT_BITS;
    const quotient =
      shift >= 0
        ? (this.numerator << BigInt(shift)) / this.denominator
        : this.numerator / (this.denominator << BigInt(-shift));
    const half = Math.trunc(shift / 2);
    return Number(quotient) * 2 ** -half * 2 ** (half - shift);
  }
}
