export * from './docx';
export * from './facts';
export * from './paper';
export * from './papers/catalogue';
export * from './papers/public-notice';
export * from './papers/recognition-notice';
export * from './papers/summary-table';
export * from './papers/yearly-report';
