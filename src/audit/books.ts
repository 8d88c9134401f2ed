import { ExactAccount } from './exact-account.js';
import type { ExactTrade } from './exact-position.js';
import { Rational } from './rational.js';
import type { RunFiles } from './run-files.js';

/** The accounts of a run: one, or one a symbol. */
export class Books {
  /** Cash that all accounts start with. */
  readonly initial: Rational;
  readonly #accounts = new Map<string, ExactAccount>();
  readonly #make: () => ExactAccount;
  readonly #isShared: boolean;
  /** Round trips of all accounts, in the order of the ledger. */
  readonly trades: ExactTrade[] = [];

  constructor({ config, summary }: RunFiles) {
    const { account, venue, portfolio } = config;
    const each = Rational.parse(account.initial_cash)!;
    const multiplierOf = (symbol: string): Rational =>
      Rational.parse(venue?.instruments?.[symbol]?.multiplier ?? venue?.multiplier ?? 1)!;
    this.#make = () => new ExactAccount(each, account.type, multiplierOf);
    this.#isShared = portfolio?.mode !== 'independent';
    const symbols = this.#isShared ? [''] : (summary.symbols ?? [summary.symbol ?? '']);
    for (const symbol of symbols) this.#accounts.set(symbol, this.#make());
    this.initial = each.times(new Rational(BigInt(symbols.length), 1n));
  }

  of(symbol: string): ExactAccount {
    const key = this.#isShared ? '' : symbol;
    const account = this.#accounts.get(key) ?? this.#make();
    this.#accounts.set(key, account);
    return account;
  }

  book(line: RunFiles['ledger'][number]): ExactAccount {
    const account = this.of(line.symbol);
    const before = account.trades.length;
    account.book(line);
    this.trades.push(...account.trades.slice(before));
    return account;
  }

  sum(of: (account: ExactAccount) => Rational): Rational {
    return [...this.#accounts.values()].reduce((total, account) => total.plus(of(account)), Rational.ZERO);
  }

  equity(priceOf: (symbol: string) => Rational | null): Rational | null {
    let total = Rational.ZERO;
    for (const account of this.#accounts.values()) {
      const equity = account.equity(priceOf);
      if (equity === null) return null;
      total = total.plus(equity);
    }
    return total;
  }

  get isFlat(): boolean {
    return [...this.#accounts.values()].every((account) => account.positions.length === 0);
  }
}
