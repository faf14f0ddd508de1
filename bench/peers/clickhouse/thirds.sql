WITH greatest(collected - 40000000, 0) * toDecimal64('0.005', 3) AS bonus
SELECT person, month,
       roundBankers(if(`collected@15` >= plan * toDecimal64('0.5', 1), bonus / 3, 0)
                  + if(`collected@25` >= plan * toDecimal64('0.9', 1), bonus / 3, 0)
                  + bonus / 3, 2) AS pay
FROM {thirds}
