import { useQuery } from '@tanstack/react-query';
import { queries } from '../shell/api';
import { Go } from '../shell/router';

/** A brand by its name, as a link. One that this ledger does not keep is shown by its id. */
export function BrandName({ brandId }: { readonly brandId: string }) {
  const brand = useQuery({ ...queries.brand(brandId), retry: false });
  return brand.error === null ? (
    <Go to={`brands/${brandId}`}>{brand.data?.name ?? `${brandId.slice(0, 8)}…`}</Go>
  ) : (
    <span className="quiet">{brandId}</span>
  );
}

export function BrandNames({ brandIds }: { readonly brandIds: readonly string[] }) {
  if (brandIds.length === 0) return <span className="quiet">—</span>;
  return (
    <span className="marks" style={{ gap: '2px 12px' }}>
      {brandIds.map((brandId) => (
        <BrandName key={brandId} brandId={brandId} />
      ))}
    </span>
  );
}
