// usage: node lint_document.mjs OPENAPI.json     every rule that Redocly recommends is an error
import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended-strict'] });
const problems = await lint({ ref: process.argv[2], config });
formatProblems(problems, { format: 'stylish', totals: getTotals(problems), version: '' });
process.exitCode = problems.length > 0 ? 1 : 0;
