-- By hand in whole 1/600 of a kopeck: exact, rounded half even.
WITH toInt64(collected * 100) AS all_of_it, toInt64(`collected@15` * 100) AS by_15,
     toInt64(`collected@25` * 100) AS by_25, toInt64(plan * 100) AS goal,
     greatest(all_of_it - 4000000000, 0) * (1 + (by_15 * 2 >= goal) + (by_25 * 10 >= goal * 9)) AS n,
     intDiv(n, 600) AS whole, n - whole * 600 AS rest
SELECT person, month,
       toDecimal64(whole + (rest > 300 OR (rest = 300 AND whole % 2 = 1)), 2) / 100 AS pay
FROM {thirds}
